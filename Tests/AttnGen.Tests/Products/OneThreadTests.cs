using AttnGen.Products;
using TorchSharp;

namespace AttnGen.Tests.Products;

/// <summary>libtorch's number of threads belongs to the process and to each of its threads: a measurement must leave both as they were.</summary>
public sealed class OneThreadTests
{
    /// <param name="own">The number of the thread that measures.</param>
    /// <param name="process">The one that another thread set last.</param>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(1, 2)]
    public void Only_the_thread_that_measures_computes_on_one_and_none_that_begins_meanwhile(int own, int process)
    {
        var before = torch.get_num_threads();
        torch.set_num_threads(own);
        OnNewThread(() => torch.set_num_threads(process));
        try
        {
            using (OneThread.Begin())
            {
                Assert.Equal((1, process), (torch.get_num_threads(), OfNewThread()));
            }

            Assert.Equal((own, process), (torch.get_num_threads(), OfNewThread()));
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    private static int OfNewThread()
    {
        var number = 0;
        OnNewThread(() => number = torch.get_num_threads());
        return number;
    }

    private static void OnNewThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
