using System.Runtime.InteropServices;
using AttnGen.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>Signals that come while a product is computed, as when a terminal's size changes, a stopped program goes on, or a child process ends.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan Flood = TimeSpan.FromSeconds(1.5);

    /// <summary>Without the signals blocked, the process ended by a damaged heap each time that it was tried.</summary>
    [Theory]
    [InlineData(384, 1_536)]
    [InlineData(1_536, 384)]
    [InlineData(384, 384)]
    public void Products_are_the_same_under_a_flood_of_signals(int width, int features)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var (input, weight, bias, other) = (randn(64, width), randn(features, width), randn(features), randn(64, features));
        var (expected, expectedSum) = (Product(), Sum());
        var (count, taken) = (0, 0);
        using (PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Interlocked.Increment(ref taken)))
        using (var stop = new CancellationTokenSource(Flood))
        {
            var (self, windowChanged) = (pthread_self(), 28);
            var sender = new Thread(() =>
            {
                while (!stop.IsCancellationRequested)
                {
                    _ = pthread_kill(self, windowChanged);
                    Thread.SpinWait(2_000);
                }
            });
            sender.Start();
            for (; !stop.IsCancellationRequested; count++)
            {
                using var product = Product();
                using var sum = Sum();
                Assert.True(product.Equals(expected) && sum.Equals(expectedSum), $"product {count} of [{features}, {width}]");
            }

            sender.Join();
        }

        Assert.True(count > 0 && taken > 0, $"{count} products, {taken} signals");

        Tensor Product() => OneDnnLinear.Instance.Product(input, weight, bias);

        Tensor Sum() => OneDnnLinear.Instance.ProductPlus(input, weight, other.clone());
    }

    [DllImport("libc")]
    private static extern nuint pthread_self();

    [DllImport("libc")]
    private static extern int pthread_kill(nuint thread, int signal);
}
