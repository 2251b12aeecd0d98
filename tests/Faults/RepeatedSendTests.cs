namespace OrleansChat.Faults;

/// <summary>A client that does not hear its Ack sends again, and again.</summary>
public sealed class RepeatedSendTests : ServerTest
{
    private const int Connections = 8;
    private const int CopiesEach = 1_100;
    private const int CopiesOverRest = 1_200;

    [Fact]
    public async Task Ten_thousand_copies_at_once_make_one_message()
    {
        var alice = await ChatUser.Register(Server.Http);
        var bob = await ChatUser.Register(Server.Http);
        var conversation = (await alice.OpenDirect(bob)).Id;
        var hubs = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => alice.Connect()));
        try
        {
            var id = Guid.NewGuid();
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var hubCopies = hubs.SelectMany(hub => Enumerable.Range(0, CopiesEach).Select(async _ =>
            {
                await start.Task;
                return await hub.Send(conversation, "once", id);
            }));
            using var restSlots = new SemaphoreSlim(32);
            var restCopies = Enumerable.Range(0, CopiesOverRest).Select(async _ =>
            {
                await start.Task;
                await restSlots.WaitAsync();
                try
                {
                    return await alice.Send(conversation, "once", id);
                }
                finally
                {
                    restSlots.Release();
                }
            });
            var answers = Task.WhenAll(hubCopies.Concat(restCopies).ToArray());
            start.SetResult();

            var acks = await answers;
            Assert.Equal(10_000, acks.Length);
            var first = Assert.Single(acks, ack => !ack.Duplicate);
            Assert.All(acks, ack => Assert.Equal(first with { Duplicate = ack.Duplicate }, ack));
            Assert.Equal(1, first.Seq);
            var message = Assert.Single(await bob.WholeHistory(conversation));
            Assert.Equal((id, 1, "once"), (message.ClientMessageId, message.Version, message.Content));
            (await ConversationLog.Read(Database.ConnectionString, conversation)).CheckIsDense();
        }
        finally
        {
            foreach (var hub in hubs)
                await hub.DisposeAsync();
        }
    }
}
