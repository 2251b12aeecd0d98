namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Ten people do anything, lose their connections and come back; in the end everybody holds what there is.</summary>
[Collection(ChatCollection.Name)]
public sealed class RandomizedTests(ChatFixture chat)
{
    private const int Runs = 50;
    private const int RunsWithTheSamePeople = 10;
    private const int Rounds = 20;

    /// <summary>Set it to repeat a run.</summary>
    private static readonly string? SeedSetting = Environment.GetEnvironmentVariable("CHAT_TEST_SEED");

    [Fact]
    public async Task Whatever_they_do_every_client_ends_with_the_truth()
    {
        var seed = int.TryParse(SeedSetting, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        ChatUser[] people = [];
        for (var run = 0; run < Runs; run++)
        {
            if (run % RunsWithTheSamePeople == 0)
                people = await ChatUser.RegisterMany(chat.Http, 10);
            try
            {
                await RandomLife.Run(people, random, Rounds);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Run {run} with CHAT_TEST_SEED={seed}: {exception.Message}", exception);
            }
        }
    }
}
