namespace OrleansChat.Grains.Tests.Wire;

/// <summary>What is on the wire has explicit numbers and names, and they are never used again.</summary>
public sealed class WireContractTests
{
    [Fact]
    public void Every_member_of_a_wire_record_has_an_id_of_its_own()
    {
        Assert.NotEmpty(WireContract.Records);
        foreach (var type in WireContract.Records)
        {
            var ids = WireContract.MembersOf(type).Select(member => (member.Name, Id: WireContract.IdOf(member))).ToList();
            Assert.DoesNotContain(ids, member => member.Id is null);
            Assert.True(ids.DistinctBy(member => member.Id).Count() == ids.Count, $"{type} uses an id twice");
        }
    }

    [Fact]
    public void Every_record_interface_and_method_has_a_name_on_the_wire()
    {
        var nameless = WireContract.Records.Concat(WireContract.Interfaces).Where(type => WireContract.AliasOf(type) is null)
            .Select(type => type.Name)
            .Concat(WireContract.Interfaces.SelectMany(WireContract.MethodsOf).Where(method => WireContract.AliasOf(method) is null)
                .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));
        Assert.Empty(nameless);
        Assert.Equal(WireContract.Records.Count(), WireContract.Records.DistinctBy(WireContract.AliasOf).Count());
        Assert.Equal(WireContract.Interfaces.Count(), WireContract.Interfaces.DistinctBy(WireContract.AliasOf).Count());
    }

    /// <summary>After adding to the contract run this with <c>CHAT_WRITE_WIRE=1</c>, and commit what it writes.</summary>
    [Fact]
    public void The_contract_is_the_one_that_is_listed()
    {
        var present = WireContract.Describe().ToList();
        var list = WireList.Parse(File.Exists(WireList.FilePath) ? File.ReadAllText(WireList.FilePath) : "");
        if (Environment.GetEnvironmentVariable(WireList.WriteVariable) is not null)
        {
            File.WriteAllText(WireList.FilePath, list.Merge(present));
            return;
        }
        Assert.Empty(list.DifferencesFrom(present));
    }

    [Theory]
    [InlineData("type a = A\n  0 One: String\n", "type a = A\n  0 One: Int64\n", "takes what is or was")]
    [InlineData("type a = A\n  0 One: String\n", "type a = A\n  0 Other: String\n", "takes what is or was")]
    [InlineData("type a = A\n  gone 0 One: String\n", "type a = A\n  0 One: String\n", "takes what is or was")]
    [InlineData("type a = A\n  0 One: String\n", "type a = A\n", "has disappeared")]
    [InlineData("type a = A\n", "type a = A\n  0 One: String\n", "is new")]
    [InlineData("type a = A\n", "", "has disappeared")]
    [InlineData("gone type a = A\n", "type a = A\n", "is not used again")]
    [InlineData("type a = A\n", "type a = B\n", "is not used again")]
    [InlineData("interface i = I\n  Send (String): Task\n", "interface i = I\n  Send (String, Int64): Task\n", "takes what is or was")]
    [InlineData("enum E\n  0 One\n", "enum E\n  0 Two\n", "takes what is or was")]
    public void What_breaks_a_rolling_upgrade_is_found(string listed, string present, string found)
    {
        var differences = WireList.Parse(listed).DifferencesFrom([.. Entries(present)]);
        Assert.Contains(differences, difference => difference.Contains(found, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_gone_stays_in_the_list()
    {
        var merged = WireList.Parse("type a = A\n  0 One: String\n  gone 1 Two: String\ntype b = B\n  0 One: String\n")
            .Merge([.. Entries("type a = A\n  2 Three: String\n")]);
        Assert.EndsWith(
            "\ntype a = A\n  2 Three: String\n  gone 0 One: String\n  gone 1 Two: String\ngone type b = B\n  0 One: String\n", merged, StringComparison.Ordinal);
    }

    private static IEnumerable<WireEntry> Entries(string text)
    {
        foreach (var block in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Aggregate(new List<List<string>>(), (blocks, line) =>
        {
            if (line[0] == ' ')
                blocks[^1].Add(line.Trim());
            else
                blocks.Add([line]);
            return blocks;
        }))
            yield return new WireEntry(block[0], block[1..]);
    }
}
