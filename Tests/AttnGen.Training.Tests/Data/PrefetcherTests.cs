using System.Collections.Concurrent;

namespace AttnGen.Training.Tests.Data;

public sealed class PrefetcherTests
{
    private sealed class Item(int number, ConcurrentDictionary<int, bool> alive) : IDisposable
    {
        public int Number { get; } = number;

        public void Dispose() => alive.TryRemove(Number, out _);
    }

    private readonly ConcurrentDictionary<int, bool> alive = [];
    private int most;
    private Thread? producer;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Items_come_in_order_and_no_more_than_allowed_wait(int ahead)
    {
        List<int> got = [];
        foreach (Item item in Prefetcher.Run(Enumerable.Range(0, 50), Make, ahead))
        {
            using (item)
            {
                got.Add(item.Number);
                Thread.Yield();
            }
        }

        Assert.Equal(Enumerable.Range(0, 50), got);
        Assert.Empty(alive);
        // The ones waiting, and the one in use.
        Assert.InRange(most, 1, ahead + 1);
        Assert.Equal(ahead == 0, producer == Thread.CurrentThread);
    }

    [Fact]
    public void Leaving_early_disposes_what_waits_and_ends_the_thread()
    {
        foreach (Item item in Prefetcher.Run(Endless(), Make, 4))
        {
            item.Dispose();
            if (item.Number == 5)
            {
                break;
            }
        }

        Assert.Empty(alive);
        Assert.False(producer!.IsAlive);
    }

    [Fact]
    public void An_exception_comes_after_the_items_before_it()
    {
        List<int> got = [];
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Item item in Prefetcher.Run(Enumerable.Range(0, 9), number => number == 4 ? throw new InvalidDataException("four") : Make(number), 2))
            {
                using (item)
                {
                    got.Add(item.Number);
                }
            }
        });
        Assert.Equal("four", fault.Message);
        Assert.Equal([0, 1, 2, 3], got);
        Assert.Empty(alive);
        Assert.False(producer!.IsAlive);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Cancellation_ends_the_waiting(int ahead)
    {
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Item item in Prefetcher.Run(Endless(), Make, ahead, stop.Token))
            {
                using (item)
                {
                    if (item.Number == 3)
                    {
                        stop.Cancel();
                    }
                }
            }
        });
        Assert.Empty(alive);
        Assert.True(ahead == 0 || !producer!.IsAlive);
    }

    /// <summary>The thread may learn of it before the consumer does, and ends its items: an evaluation of a part would pass for one of all.</summary>
    [Fact]
    public void A_cancellation_never_looks_like_the_end()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        for (int trial = 0; trial < 200; trial++)
        {
            Assert.Throws<OperationCanceledException>(() => Prefetcher.Run(Endless(), Make, 2, stop.Token).ToList());
        }
    }

    [Fact]
    public void An_enumeration_that_is_given_up_unread_starts_no_thread()
    {
        Prefetcher.Run(Endless(), Make, 2).GetEnumerator().Dispose();
        Assert.Null(producer);
    }

    private static IEnumerable<int> Endless()
    {
        for (int number = 0; ; number++)
        {
            yield return number;
        }
    }

    private Item Make(int number)
    {
        producer = Thread.CurrentThread;
        alive[number] = true;
        most = Math.Max(most, alive.Count);
        return new Item(number, alive);
    }
}
