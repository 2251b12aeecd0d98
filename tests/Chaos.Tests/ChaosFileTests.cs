namespace OrleansChat.Chaos.Tests;

/// <summary>The file of a run: what is read is what was written.</summary>
public sealed class ChaosFileTests : IDisposable
{
    private static readonly Info About = new(1, 2, "Orleans", 3, 2, 4, 10, ["a fault"], [], [], Figures.Of(SoundHistory.Make(1)));

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_history_that_was_written_and_read_is_judged_alike()
    {
        var history = SoundHistory.Make(3);
        var broken = history with { Finals = history.Finals.Without(2), Answers = history.Answers.With(0, Edits.Bumped(history.Answers[0], 1)) };
        var (verdict, findings) = Judge.Check(broken);
        new ChaosFile(verdict, About.With(findings), broken).Write(_path);

        var file = ChaosFile.Read(_path);

        var again = Judge.Check(file.History);
        Assert.Equal(verdict, file.Verdict);
        Assert.Equal(verdict, again.Verdict);
        Assert.Equal(findings, again.Findings);
        Assert.False(verdict.IsGood);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"verdict": {}, "info": {}, "history": {"users": []}}""")]
    public void What_is_no_such_file_is_said_to_be_none(string text)
    {
        File.WriteAllText(_path, text);
        var exception = Assert.Throws<InvalidDataException>(() => ChaosFile.Read(_path));
        Assert.Contains(_path, exception.Message);
    }

    [Fact]
    public void The_longest_time_without_an_Ack_counts_for_the_fault_that_it_falls_into()
    {
        var history = SoundHistory.Make(1) with { Faults = [new ExecutedFault(10, 20, "killSilo", "silo 1", "")] };
        history = history with { Answers = [.. history.Answers.Select((answer, i) => answer with { At = i == 0 ? 5 : 5000 + i })] };
        Assert.True(Figures.Of(history).WithoutAck["killSilo"] >= 4990);
        Assert.Equal(1, Figures.Of(history).Failures["killSilo"]["send: timeout"]);
    }
}
