using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansChat.LoadTests.Report;

/// <summary>What a scenario found: figures for programs, tables and sentences for people.</summary>
internal sealed class Findings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web);

    public JsonObject Figures { get; } = [];

    public List<Table> Tables { get; } = [];

    /// <summary>What a reader must know to read the figures.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>For the chart; usually none.</summary>
    public List<BarGroup> Bars { get; } = [];

    /// <param name="name">As in the file.</param>
    public void Add<T>(string name, T value) => Figures[name] = Node(value);

    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Json);

    /// <summary>All properties of the value, without a name above them.</summary>
    public void AddAll<T>(T value)
    {
        foreach (var (name, node) in Node(value)!.AsObject().ToArray())
            Figures[name] = node?.DeepClone();
    }
}
