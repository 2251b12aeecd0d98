namespace Orleans.Core
{
    /// <summary>State of a grain in storage.</summary>
    public interface IStorage
    {
        /// <summary>The version that was read or written last; null before the first write.</summary>
        string? Etag { get; }

        /// <summary>Whether storage holds a state.</summary>
        bool RecordExists { get; }

        /// <summary>Empties the record and sets a new state; the version goes on counting.</summary>
        /// <exception cref="Storage.InconsistentStateException">Somebody else wrote the state meanwhile.</exception>
        Task ClearStateAsync();

        /// <summary>Writes the state. It is committed when the task completes, or with the ambient transaction.</summary>
        /// <exception cref="Storage.InconsistentStateException">Somebody else wrote the state meanwhile.</exception>
        Task WriteStateAsync();

        /// <summary>Reads the state anew, dropping what is in memory.</summary>
        Task ReadStateAsync();
    }

    /// <summary>State of a grain in storage.</summary>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>The state in memory. Never null once the grain is activated.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>State of a grain, read before <see cref="Grain.OnActivateAsync"/>.</summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;

    /// <summary>Marks a parameter of a grain's constructor that is an <see cref="IPersistentState{TState}"/>.</summary>
    /// <param name="stateName">The name under which the state is stored.</param>
    /// <param name="storageName">The name of the storage provider; the embedded runtime has only one.</param>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        /// <summary>The name under which the state is stored.</summary>
        public string StateName { get; } = stateName;

        /// <summary>The name of the storage provider.</summary>
        public string? StorageName { get; } = storageName;
    }
}
