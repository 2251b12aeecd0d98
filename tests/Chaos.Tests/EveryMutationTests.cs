namespace OrleansChat.Chaos.Tests;

/// <summary>
/// A history is judged good when nothing is wrong, and not when any single row of what was promised, stored or seen is missing, there
/// twice, or different in one number.
/// </summary>
public sealed class EveryMutationTests
{
    [Fact]
    public void A_sound_history_passes()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var history = SoundHistory.Make(seed);
            var (verdict, findings) = Judge.Check(history);
            Assert.Empty(findings);
            Assert.Equal(new Verdict(history.Sends.Count, 1, 0, 0, 0, 0, 0, 0), verdict);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_missing_row_is_found(int seed)
    {
        var history = SoundHistory.Make(seed);
        Each(history.Log, i => history with { Log = history.Log.Without(i) });
        Each(history.Versions, i => history with { Versions = history.Versions.Without(i) });
        Each(history.Finals, i => history with { Finals = history.Finals.Without(i) });
        Each(history.Members, i => history with { Members = history.Members.Without(i) });
        for (var i = 0; i < history.Finals.Count; i++)
        {
            var final = history.Finals[i];
            Each(final.States, j => history with { Finals = history.Finals.With(i, final with { States = final.States.Without(j) }) });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_doubled_row_is_found(int seed)
    {
        var history = SoundHistory.Make(seed);
        Each(history.Log, i => history with { Log = history.Log.And(history.Log[i]) });
        Each(history.Versions, i => history with { Versions = history.Versions.And(history.Versions[i]) });
        for (var i = 0; i < history.Finals.Count; i++)
        {
            var final = history.Finals[i];
            Each(final.States, j => history with { Finals = history.Finals.With(i, final with { States = final.States.And(final.States[j]) }) });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_number_that_is_one_too_great_is_found(int seed)
    {
        var history = SoundHistory.Make(seed);
        // Not the conversation, of which there may be none; clocks and front-ends only describe.
        EachNumber(history.Log, [0, 1], log => history with { Log = log }, row => row.State + 1 < history.States.Count);
        EachNumber(history.Versions, [1, 2], versions => history with { Versions = versions });
        EachNumber(history.Members, [3, 4], members => history with { Members = members });
        EachNumber(history.Answers, [1, 2], answers => history with { Answers = answers });
        EachNumber(history.Finals, [0, 3, 4, 5, 6, 7], finals => history with { Finals = finals });
        for (var i = 0; i < history.Finals.Count; i++)
        {
            var final = history.Finals[i];
            Each(final.States, j => history with
            {
                Finals = history.Finals.With(i, final with { States = final.States.With(j, (final.States[j] + 1) % history.States.Count) }),
            });
        }
    }

    private static void EachNumber<T>(
        IReadOnlyList<T> rows, int[] numbers, Func<IReadOnlyList<T>, History> changed, Func<T, bool>? can = null)
        where T : IRow<T>
    {
        foreach (var number in numbers)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                if (can?.Invoke(rows[i]) ?? true)
                    MustFail(changed(rows.With(i, Edits.Bumped(rows[i], number))), $"number {number} of {rows[i]}");
            }
        }
    }

    private static void Each<T>(IReadOnlyList<T> rows, Func<int, History> change)
    {
        for (var i = 0; i < rows.Count; i++)
            MustFail(change(i), $"{rows[i]}");
    }

    private static void MustFail(History history, string what) => Assert.False(Judge.Check(history).Verdict.IsGood, $"Not found: {what}");
}
