using OrleansChat.Accounts;
using OrleansChat.WebFrontend.Auth;

namespace OrleansChat.Web.Tests.Auth;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"orleanschat-keys-{Guid.NewGuid():N}");

    private string KeyPath => Path.Combine(_folder, "keys.json");

    [Fact]
    public void The_first_start_makes_the_keys_and_the_next_ones_read_them()
    {
        var made = KeyFile.LoadOrCreate(_folder);
        var read = KeyFile.LoadOrCreate(_folder);
        Assert.Equal(made.Signing, read.Signing);
        Assert.Equal(made.Names, read.Names);
        Assert.NotEqual(made.Names, made.Signing);
        Assert.Equal("keys.json", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder))));
    }

    [Fact]
    public void Only_its_owner_reads_it()
    {
        KeyFile.LoadOrCreate(_folder);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"signing":"AAAA","names":"AAAA"}""")]
    [InlineData("""{"signing":"no base64","names":"no base64"}""")]
    public void A_damaged_file_is_named_and_never_replaced(string content)
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(KeyPath, content);
        Assert.Contains(KeyPath, Assert.Throws<InvalidOperationException>(() => KeyFile.LoadOrCreate(_folder)).Message);
        Assert.Equal(content, File.ReadAllText(KeyPath));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no base64")]
    [InlineData("c2hvcnQ=")]
    public void A_missing_or_weak_configured_key_is_named(string? value)
    {
        var good = Convert.ToBase64String(new byte[ChatKeys.MinLength]);
        foreach (var name in new[] { ChatKeys.SigningSetting, ChatKeys.NamesSetting })
        {
            var refusal = Assert.Throws<InvalidOperationException>(() => ChatKeys.Read(key => key == name ? value : good));
            Assert.Contains(name, refusal.Message);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
