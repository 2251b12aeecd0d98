namespace OrleansChat.Chaos;

/// <summary>A live connection of a client and what it was pushed.</summary>
/// <param name="FrontEnd">From 0.</param>
internal sealed record Link(ChatHubClient Hub, int FrontEnd, ConnectionLog Log);
