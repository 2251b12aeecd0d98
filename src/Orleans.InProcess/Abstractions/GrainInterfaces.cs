namespace Orleans.Runtime
{
    /// <summary>Anything that can be called through a reference: a grain or an observer.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>Marks an interface of a grain.</summary>
    public interface IGrain : IAddressable;

    /// <summary>Marks an interface of a grain whose key is a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>Marks an interface of an object outside of grains that grains can call.</summary>
    public interface IGrainObserver : IAddressable;
}
