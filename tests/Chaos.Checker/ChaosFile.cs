using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansChat.Chaos.Checker;

/// <summary>What the run was and what it came to, beside the verdict.</summary>
/// <param name="Minutes">How long load and faults lasted.</param>
/// <param name="Rate">Messages and changes begun, a second.</param>
/// <param name="Schedule">The faults as planned, a line each.</param>
/// <param name="Findings">The first of each kind.</param>
/// <param name="Notes">What was unusual and is no fault of delivery.</param>
public sealed record Info(
    int Seed, double Minutes, string Runtime, int Silos, int FrontEnds, int Users, int Rate,
    IReadOnlyList<string> Schedule, IReadOnlyList<string> Findings, IReadOnlyList<string> Notes, Figures Figures)
{
    private const int MostFindingsOfKind = 50;

    /// <summary>The same run, judged.</summary>
    public Info With(IEnumerable<Finding> findings) => this with
    {
        Findings = [.. findings.GroupBy(finding => finding.Kind)
            .SelectMany(kind => kind.Take(MostFindingsOfKind).Select(finding => $"{finding.Kind}: {finding.Text}"))],
    };
}

/// <summary>The file of a run.</summary>
public sealed record ChaosFile(Verdict Verdict, Info Info, History History)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="InvalidDataException">It is no such file; the text says what is wrong.</exception>
    public static ChaosFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var file = JsonSerializer.Deserialize<ChaosFile>(stream, Json);
            return file is { Info: not null, History: not null } ? file : throw new JsonException("It has no info or no history.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is no file of scripts/chaos --json: {exception.Message}", exception);
        }
    }

    public void Write(string path)
    {
        // Complete or not there: a run that is stopped leaves no half file.
        var draft = $"{path}.part";
        using (var stream = File.Create(draft))
            JsonSerializer.Serialize(stream, this, Json);
        File.Move(draft, path, overwrite: true);
    }
}
