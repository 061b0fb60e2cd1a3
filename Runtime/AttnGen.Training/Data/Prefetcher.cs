using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace AttnGen.Training;

/// <summary>Makes items on a background thread, ahead of their use.</summary>
public static class Prefetcher
{
    /// <summary>Makes one item of each plan, in order, at most <paramref name="ahead"/> of them waiting.</summary>
    /// <remarks>
    /// TorchSharp's dispose scopes belong to a thread, so that no scope of the consumer catches tensors made here.
    /// When the enumeration ends, early or not, the thread has ended and the items that were not handed out are disposed.
    /// </remarks>
    /// <param name="plans">What to make; enumerated on the background thread.</param>
    /// <param name="make">Makes an item, on the background thread. Its exception reaches the consumer after the items before it.</param>
    /// <param name="ahead">How many items may be made and not yet handed out; 0 makes each on the consumer's thread when it is asked for.</param>
    /// <param name="cancellation">Stops the waiting for the next item.</param>
    /// <returns>The items; each belongs to the consumer from when it was handed out.</returns>
    /// <exception cref="OperationCanceledException">While enumerating: the cancellation was asked for.</exception>
    public static IEnumerable<TItem> Run<TPlan, TItem>(IEnumerable<TPlan> plans, Func<TPlan, TItem> make, int ahead, CancellationToken cancellation = default)
        where TItem : IDisposable
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentNullException.ThrowIfNull(make);
        ArgumentOutOfRangeException.ThrowIfNegative(ahead);
        return ahead == 0 ? OnDemand(plans, make, cancellation) : Ahead(plans, make, ahead, cancellation);
    }

    private static IEnumerable<TItem> OnDemand<TPlan, TItem>(IEnumerable<TPlan> plans, Func<TPlan, TItem> make, CancellationToken cancellation)
    {
        foreach (TPlan plan in plans)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return make(plan);
        }
    }

    private static IEnumerable<TItem> Ahead<TPlan, TItem>(IEnumerable<TPlan> plans, Func<TPlan, TItem> make, int ahead, CancellationToken cancellation)
        where TItem : IDisposable
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using BlockingCollection<TItem> made = [];
        // A slot is taken before an item is made, so that no more than `ahead` exist, the one in the making included.
        using SemaphoreSlim slots = new(ahead);
        ExceptionDispatchInfo? fault = null;
        bool whole = false;
        Thread thread = new(Produce) { IsBackground = true, Name = "AttnGen prefetch" };
        thread.Start();
        try
        {
            foreach (TItem item in made.GetConsumingEnumerable(cancellation))
            {
                slots.Release();
                yield return item;
            }

            fault?.Throw();
            if (!whole)
            {
                // The thread learned of the cancellation first, and what it left looks like the end of all items.
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            stop.Cancel();
            thread.Join();
            while (made.TryTake(out TItem? unused))
            {
                unused.Dispose();
            }
        }

        void Produce()
        {
            try
            {
                foreach (TPlan plan in plans)
                {
                    slots.Wait(stop.Token);
                    made.Add(make(plan));
                }

                whole = true;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The consumer has left, or learns of the cancellation from its own token.
            }
            catch (Exception exception)
            {
                fault = ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                made.CompleteAdding();
            }
        }
    }
}
