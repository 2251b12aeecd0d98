namespace OrleansChat.Faults.Backups;

/// <summary>A copy with a fault in it is found out.</summary>
public sealed class VerificationTests : BackupTest
{
    /// <summary>The smallest PNG there is: one pixel.</summary>
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Theory]
    [InlineData("DELETE FROM messages WHERE content = 'message 3'", "messages, seq 1 to 11")]
    [InlineData("DELETE FROM messages WHERE content = 'message 3'", "messages: 10 rows, not 11")]
    [InlineData("UPDATE messages SET version = version + 1 WHERE content = 'message 3'", "✗ each message has the version of its newest change")]
    [InlineData("DELETE FROM message_changes WHERE version = 2", "version 1 to")]
    [InlineData("UPDATE messages SET content = 'messag3 3' WHERE content = 'message 3'", "messages: 11 rows, but not of the same content")]
    [InlineData("UPDATE cursors SET read_seq = 0", "cursors: ")]
    [InlineData("UPDATE orleansstorage SET grainidextensionstring = '@' || grainidhash WHERE grainidextensionstring LIKE '@%'", "no account of the user named")]
    public async Task A_fault_in_the_database_is_found(string fault, string found)
    {
        await Backup();
        await using var copy = await RestoredCopy.Of(Archive);
        (await copy.Verify(Archive)).MustSucceed();
        await copy.Database.Execute(fault);
        var run = await copy.Verify(Archive);
        run.MustFail(found);
        Assert.Contains("✗", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_image_is_found()
    {
        await Backup();
        await using var copy = await RestoredCopy.Of(Archive);
        (await copy.Verify(Archive)).MustSucceed();
        var image = Directory.GetFiles(Path.Combine(copy.DataFolder, "blobs/images")).Single();
        File.Delete(image);
        (await copy.Verify(Archive)).MustFail($"{Path.GetFileName(image)} is missing");
    }

    [Fact]
    public async Task What_the_running_source_has_otherwise_is_found()
    {
        var users = await Backup();
        await using var copy = await RestoredCopy.Of(Archive);
        // Since then one more, and one is edited: so it goes on.
        var direct = (await users[0].OpenDirect(users[1])).Id;
        await users[0].Send(direct, "since");
        await users[0].Edit(direct, 1, "edited since");
        (await copy.Verify(Archive, Database.ConnectionString)).MustSucceed();
        await Database.Execute("UPDATE messages SET content = 'forged' WHERE content = 'message 4'");
        (await copy.Verify(Archive, Database.ConnectionString)).MustFail("seq 5: another one in the source");
        await Database.Execute("DELETE FROM messages WHERE content = 'message 5'");
        (await copy.Verify(Archive, Database.ConnectionString)).MustFail("seq 6: not in the source any more");
    }

    [Fact]
    public async Task Who_has_erased_the_account_since_is_erased_again()
    {
        var users = await Backup();
        await users[0].Erase();
        var forget = Path.Combine(Folder, "forget.txt");
        await File.WriteAllLinesAsync(forget, [users[0].Id]);
        await using var copy = await RestoredCopy.Empty();
        (await BackupTool.Restore(Archive, copy.Database.ConnectionString, copy.DataFolder, forget)).MustSucceed();
        var server = await copy.StartServer();

        var bob = users[1].At(server.Http);
        for (var end = DateTime.UtcNow.AddSeconds(60); await copy.Database.Read<long>("SELECT count(*) FROM erasures") > 0;)
        {
            Assert.True(DateTime.UtcNow < end, $"Not erased. {server.Output}");
            await Task.Delay(100);
        }
        Assert.Equal("unauthenticated", (await Assert.ThrowsAsync<Refusal>(() => users[0].At(server.Http).Inbox())).Code);
        Assert.Equal(Users.User.Deleted, (await bob.Inbox()).Items.Single(view => view.Peer is not null).Peer!.DisplayName);
        Assert.Empty(Directory.GetFiles(Path.Combine(copy.DataFolder, "blobs/images")));
    }

    private async Task<ChatUser[]> Backup()
    {
        var users = await ChatUser.RegisterMany(Server.Http, 2);
        var direct = (await users[0].OpenDirect(users[1])).Id;
        for (var i = 0; i < 10; i++)
            await users[0].Send(direct, $"message {i}");
        await users[0].SendImage(direct, (await users[0].AddImage("image/png", Convert.FromBase64String(Pixel))).Id);
        await users[1].MarkRead(direct, 4);
        (await BackupTool.Create(Database.ConnectionString, Server.DataFolder, Archive)).MustSucceed();
        return users;
    }
}
