using System.Text;

namespace OrleansChat.LoadTests.Report;

/// <summary>Rows of text under headings; the first column names the row, the others are figures.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public Table Row(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    public override string ToString()
    {
        var widths = headings.Select((heading, column) => _rows.Select(row => row[column].Length).Append(heading.Length).Max()).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows.Prepend(headings))
        {
            text.Append("  ");
            for (var column = 0; column < row.Length; column++)
                text.Append(column == 0 ? row[column].PadRight(widths[0]) : "  " + row[column].PadLeft(widths[column]));
            text.AppendLine();
        }
        return text.ToString();
    }
}
