namespace OrleansChat.Health;

/// <summary>Whether a silo can serve: asked by front-ends for their readiness. Any key serves.</summary>
[Alias("health")]
public interface IHealthGrain : IGrainWithStringKey
{
    /// <summary>Answers when the database has answered.</summary>
    [Alias("Check")]
    [ResponseTimeout("00:00:05")]
    Task Check();
}
