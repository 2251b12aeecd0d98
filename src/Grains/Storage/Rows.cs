using Npgsql;

namespace OrleansChat.Grains.Storage;

internal static class Rows
{
    /// <summary>The first column of all rows of the reader's present result.</summary>
    public static async Task<ImmutableArray<string>> ReadTexts(this NpgsqlDataReader reader)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts.ToImmutable();
    }
}
