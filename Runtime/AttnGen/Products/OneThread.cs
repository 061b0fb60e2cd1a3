using static TorchSharp.torch;

namespace AttnGen.Products;

/// <summary>
/// Lets libtorch compute on one thread what the calling thread asks of it, until it is disposed there. libtorch has a number for each thread and one of the process, which is the last that any
/// thread set, and which each thread that is new to it gets for good: that one stays as it was, but for a moment.
/// </summary>
internal readonly struct OneThread : IDisposable
{
    private readonly int own;
    private readonly int process;

    private OneThread(int own, int process) => (this.own, this.process) = (own, process);

    public static OneThread Begin()
    {
        var own = get_num_threads();
        if (own == 1)
        {
            return default;
        }

        var process = 0;
        OnNewThread(() => process = get_num_threads());
        var one = new OneThread(own, process);
        one.Set(1);
        return one;
    }

    public void Dispose()
    {
        if (own > 1)
        {
            Set(own);
        }
    }

    private void Set(int number)
    {
        var last = process;
        set_num_threads(number);
        OnNewThread(() => set_num_threads(last));
    }

    private static void OnNewThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
