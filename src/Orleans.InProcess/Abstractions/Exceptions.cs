namespace Orleans.Runtime
{
    /// <summary>A failure of the actor runtime or its storage.</summary>
    public class OrleansException : Exception
    {
        /// <inheritdoc cref="Exception(string)" />
        public OrleansException(string message) : base(message) { }

        /// <inheritdoc cref="Exception(string, Exception)" />
        public OrleansException(string message, Exception innerException) : base(message, innerException) { }
    }

    /// <summary>The call was refused before it reached its target.</summary>
    public class OrleansMessageRejectionException : OrleansException
    {
        internal OrleansMessageRejectionException(string message) : base(message) { }
    }

    /// <summary>The runtime that should run the call is stopping or has stopped.</summary>
    public sealed class SiloUnavailableException(string msg) : OrleansMessageRejectionException(msg);

    /// <summary>The observer was deleted or garbage collected.</summary>
    public sealed class ClientNotAvailableException : OrleansException
    {
        internal ClientNotAvailableException(string message) : base(message) { }
    }
}

namespace Orleans.Storage
{
    /// <summary>The stored state is not the one that the grain has read: somebody else wrote it meanwhile.</summary>
    /// <remarks>Escaping from a grain's method it deactivates the activation, so that the next call reads the state anew.</remarks>
    public class InconsistentStateException : Runtime.OrleansException
    {
        /// <inheritdoc cref="Exception(string)" />
        public InconsistentStateException(string message) : base(message) { }

        /// <summary>A conflict between the stored ETag and the one that the grain knows.</summary>
        public InconsistentStateException(
            string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException = null)
            : base(errorMsg, storageException!)
        {
            StoredEtag = storedEtag;
            CurrentEtag = currentEtag;
        }

        /// <summary>The ETag in storage, where known.</summary>
        public string? StoredEtag { get; }

        /// <summary>The ETag that the grain knows.</summary>
        public string? CurrentEtag { get; }

        /// <summary>Whether it still has to deactivate the activation from which it escapes first.</summary>
        internal bool IsSourceActivation { get; set; } = true;
    }
}
