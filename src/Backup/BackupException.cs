namespace OrleansChat.Backups;

/// <summary>Something that the reader can do something about; the message says what.</summary>
internal sealed class BackupException : Exception
{
    public BackupException(string message) : base(message)
    {
    }

    public BackupException(string message, Exception cause) : base(message, cause)
    {
    }
}
