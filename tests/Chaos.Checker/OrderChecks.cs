namespace OrleansChat.Chaos.Checker;

/// <summary>Who sends after an Ack comes after it.</summary>
internal static class OrderChecks
{
    public static IEnumerable<Finding> Run(Truth truth)
    {
        var history = truth.History;
        var firstAnswers = history.Answers.GroupBy(answer => answer.Message).ToDictionary(
            answers => answers.Key, answers => answers.MinBy(answer => answer.Order)!);
        return firstAnswers.Keys.GroupBy(message => history.Sends[message].Conversation).SelectMany(conversation =>
            Check(truth, [.. conversation.Select(message => (history.Sends[message], firstAnswers[message]))]));
    }

    /// <summary>One pass over beginnings and answers in the order in which they happened; each beginning is given the greatest seq
    /// that was acknowledged by then, and must get a greater one.</summary>
    private static IEnumerable<Finding> Check(Truth truth, (Send Send, Answer Answer)[] messages)
    {
        var events = messages.Select((message, i) => (message.Send.Order, Message: i, IsAnswer: false))
            .Concat(messages.Select((message, i) => (message.Answer.Order, Message: i, IsAnswer: true)))
            .OrderBy(one => one.Order).ThenBy(one => one.IsAnswer);
        (Send Send, Answer Answer)? last = null;
        foreach (var one in events)
        {
            var message = messages[one.Message];
            if (one.IsAnswer)
                last = last is { } before && before.Answer.Seq > message.Answer.Seq ? before : message;
            else if (last is { } acked && message.Answer.Seq <= acked.Answer.Seq)
            {
                yield return new Finding(FindingKind.Disordered, $"{truth.Name(message.Send)} was sent after the Ack of " +
                    $"{truth.Name(acked.Send)} at seq {acked.Answer.Seq} had come, and is at seq {message.Answer.Seq}.");
            }
        }
    }
}
