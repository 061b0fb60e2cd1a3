using static TorchSharp.torch;

namespace AttnGen.Products;

/// <summary>Lets libtorch compute on one thread what the calling thread asks of it, until it is disposed there.</summary>
internal readonly struct OneThread : IDisposable
{
    private readonly int before;

    private OneThread(int before) => this.before = before;

    public static OneThread Begin()
    {
        var before = get_num_threads();
        if (before > 1)
        {
            set_num_threads(1);
            // libtorch gives the number that was set last to each thread that is new to it, for good. Set by another thread, the old one is the last again, and this one keeps its own.
            var other = new Thread(() => set_num_threads(before));
            other.Start();
            other.Join();
        }

        return new OneThread(before);
    }

    public void Dispose()
    {
        if (before > 1)
        {
            set_num_threads(before);
        }
    }
}
