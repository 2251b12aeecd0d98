namespace OrleansChat.Grains.Groups;

/// <summary>A group's header, in grain state; the members and messages are rows.</summary>
public sealed class GroupState
{
    public string Name { get; set; } = "";

    public string CreatedBy { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }
}
