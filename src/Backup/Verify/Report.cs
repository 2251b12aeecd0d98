using System.Text.Json;
using OrleansChat.Backups.Archive;

namespace OrleansChat.Backups.Verify;

/// <summary>One thing that was compared or counted.</summary>
/// <param name="Checked">How many.</param>
/// <param name="Different">How many of them are not as they must be.</param>
/// <param name="Examples">The first of those, in words.</param>
internal sealed record Check(string Name, long Checked, long Different, ImmutableArray<string> Examples);

/// <summary>Collects what a check finds.</summary>
internal sealed class CheckBuilder(string name)
{
    private const int MaxExamples = 20;

    private readonly List<string> _examples = [];
    private long _checked;
    private long _different;

    /// <param name="isRight">Whether this one is as it must be.</param>
    /// <param name="otherwise">Says what is wrong.</param>
    public void Count(bool isRight, Func<string> otherwise)
    {
        _checked++;
        if (!isRight)
            Differs(otherwise());
    }

    public void CountRight(long count) => _checked += count;

    public void Differs(string what)
    {
        _different++;
        if (_examples.Count < MaxExamples)
            _examples.Add(what);
    }

    public Check Build() => new(name, _checked, _different, [.. _examples]);
}

/// <param name="Verdict">same or different.</param>
/// <param name="ComparedWith">The archive's figures, or also a source that still runs.</param>
internal sealed record Report(
    string Verdict, string Archive, DateTimeOffset SnapshotAt, string ComparedWith, ImmutableArray<Check> Checks, ImmutableArray<string> Notes)
{
    public bool IsSame => Verdict == "same";

    public static Report Of(string archive, Manifest manifest, string comparedWith, IEnumerable<Check> checks, IEnumerable<string> notes)
    {
        ImmutableArray<Check> all = [.. checks];
        return new(
            all.All(check => check.Different == 0) ? "same" : "different", archive, manifest.SnapshotAt, comparedWith, all, [.. notes]);
    }

    public void Print()
    {
        foreach (var check in Checks)
        {
            Console.WriteLine($"{(check.Different == 0 ? "✓" : "✗")} {check.Name}: {check.Checked} checked, {check.Different} different");
            foreach (var example in check.Examples)
                Console.WriteLine($"    {example}");
        }
        foreach (var note in Notes)
            Console.WriteLine($"  {note}");
    }

    public Task Write(string path, CancellationToken cancellation) =>
        File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, Manifest.Json) + "\n", cancellation);
}
