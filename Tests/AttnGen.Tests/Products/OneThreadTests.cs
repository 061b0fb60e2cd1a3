using AttnGen.Products;
using TorchSharp;

namespace AttnGen.Tests.Products;

/// <summary>libtorch's number of threads belongs to the process and to each of its threads: a measurement must leave both as they were.</summary>
public sealed class OneThreadTests
{
    [Fact]
    public void Only_the_thread_that_measures_computes_on_one_and_none_that_begins_meanwhile()
    {
        var before = torch.get_num_threads();
        torch.set_num_threads(2);
        try
        {
            using (OneThread.Begin())
            {
                Assert.Equal(1, torch.get_num_threads());
                Assert.Equal(2, OfNewThread());
            }

            Assert.Equal(2, torch.get_num_threads());
            Assert.Equal(2, OfNewThread());
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    private static int OfNewThread()
    {
        var number = 0;
        var thread = new Thread(() => number = torch.get_num_threads());
        thread.Start();
        thread.Join();
        return number;
    }
}
