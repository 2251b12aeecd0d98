using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansChat.Faults.Backups;

/// <summary>What cannot be restored is refused before anything is touched, and the refusal says what to do.</summary>
public sealed class RestoreRefusalTests : BackupTest
{
    [Fact]
    public async Task Into_a_database_that_is_not_empty()
    {
        await Backup();
        (await BackupTool.Restore(Archive, Database.ConnectionString, Folder)).MustFail("DROP DATABASE and CREATE DATABASE");
        await using var copy = await RestoredCopy.Empty();
        await copy.Database.Execute("CREATE TABLE somebody_elses (id int)");
        (await BackupTool.Restore(Archive, copy.Database.ConnectionString, copy.DataFolder)).MustFail("somebody_elses");
    }

    [Fact]
    public async Task An_archive_that_is_damaged_or_cut_off()
    {
        await Backup();
        var whole = await File.ReadAllBytesAsync(Archive);
        await Refuses(whole[..(whole.Length / 2)], "cut off");
        await Refuses([], "no backup");
        // Not the structure of the file, but what it holds.
        await RefusesChanged("tables/messages.copy", text => text.Replace("the first", "the fir5t"), "tables/messages.copy is not what was written");
        await RefusesChanged("manifest.json", text => text.Replace("\"rows\": ", "\"rows\": 1"), "manifest.json was changed");
    }

    [Fact]
    public async Task An_archive_of_a_newer_build()
    {
        await Backup();
        await RefusesChanged("manifest.json", text => text.Replace("\"format\": 1", "\"format\": 99"), "format 99", withSum: true);
        await RefusesChanged("manifest.json", text => Regex.Replace(text, "\"schema\": \\d+", "\"schema\": 9999"), "schema 9999", withSum: true);
    }

    [Fact]
    public async Task With_a_names_key_that_finds_no_account()
    {
        await Backup();
        await using var copy = await RestoredCopy.Empty();
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await File.WriteAllTextAsync(Path.Combine(copy.DataFolder, "keys.json"), $$"""{"signing":"{{key}}","names":"{{key}}"}""");
        (await BackupTool.Restore(Archive, copy.Database.ConnectionString, copy.DataFolder)).MustFail("empty data folder");
        Assert.Equal(0, await Tables(copy));
    }

    [Fact]
    public async Task A_backup_over_another_one()
    {
        await Backup();
        (await BackupTool.Create(Database.ConnectionString, Server.DataFolder, Archive)).MustFail("--to");
    }

    [Fact]
    public async Task An_archive_is_for_its_owner_only()
    {
        await Backup();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Archive));
    }

    private async Task Backup()
    {
        var users = await ChatUser.RegisterMany(Server.Http, 2);
        await users[0].Send((await users[0].OpenDirect(users[1])).Id, "the first");
        (await BackupTool.Create(Database.ConnectionString, Server.DataFolder, Archive)).MustSucceed();
    }

    private async Task RefusesChanged(string entry, Func<string, string> change, string why, bool withSum = false)
    {
        var changed = Path.Combine(Folder, "changed.zip");
        File.Copy(Archive, changed, overwrite: true);
        using (var zip = ZipFile.Open(changed, ZipArchiveMode.Update))
        {
            string text;
            using (var reader = new StreamReader(zip.GetEntry(entry)!.Open()))
                text = await reader.ReadToEndAsync();
            Assert.NotEqual(text, change(text));
            Write(zip, entry, change(text));
            if (withSum)
                Write(zip, "manifest.sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(change(text)))));
        }
        await Refuses(await File.ReadAllBytesAsync(changed), why);
    }

    private static void Write(ZipArchive zip, string entry, string text)
    {
        zip.GetEntry(entry)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
        writer.Write(text);
    }

    private async Task Refuses(byte[] archive, string why)
    {
        var path = Path.Combine(Folder, "refused.zip");
        await File.WriteAllBytesAsync(path, archive);
        await using var copy = await RestoredCopy.Empty();
        (await BackupTool.Restore(path, copy.Database.ConnectionString, copy.DataFolder)).MustFail(why);
        Assert.Equal(0, await Tables(copy));
        Assert.Empty(Directory.GetFileSystemEntries(copy.DataFolder));
    }

    private static Task<long> Tables(RestoredCopy copy) =>
        copy.Database.Read<long>("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'");
}
