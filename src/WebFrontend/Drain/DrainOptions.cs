namespace OrleansChat.WebFrontend.Drain;

/// <summary>How a front-end that is to stop hands over what it has. Together the times must fit into what its service manager grants
/// it (Kubernetes: <c>terminationGracePeriodSeconds</c>, 30 unless told).</summary>
internal sealed class DrainOptions
{
    public const string Section = "Chat:Drain";

    /// <summary>Until every balancer has seen that <c>/health/ready</c> answers 503: several times as long as the balancer's interval.
    /// 0–60 s.</summary>
    public TimeSpan Notice { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>For connections to move. In the first half clients that understand <c>ServerDraining</c> go by themselves, each at a
    /// time of its own; in the second the others are closed, spread over the time. 0–600 s; the more connections, the longer.</summary>
    public TimeSpan HandOff { get; set; } = TimeSpan.FromSeconds(16);

    /// <summary>For requests that are still under way at the end. 1–120 s.</summary>
    public TimeSpan Finish { get; set; } = TimeSpan.FromSeconds(8);

    /// <exception cref="InvalidOperationException">A time is out of its range; the message names it.</exception>
    public void Check()
    {
        Require(Notice, nameof(Notice), 0, 60);
        Require(HandOff, nameof(HandOff), 0, 600);
        Require(Finish, nameof(Finish), 1, 120);
    }

    private static void Require(TimeSpan value, string name, int fewest, int most)
    {
        if (value < TimeSpan.FromSeconds(fewest) || value > TimeSpan.FromSeconds(most))
            throw new InvalidOperationException($"{Section}:{name} must be from {fewest} to {most} seconds, written as 00:00:16.");
    }
}
