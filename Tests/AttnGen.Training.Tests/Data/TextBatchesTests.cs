using AttnGen.Training.Tests.Support;
using CsCheck;
using TorchSharp;

namespace AttnGen.Training.Tests.Data;

public sealed class TextBatchesTests
{
    [Fact]
    public void A_batch_is_its_examples_filled_up_to_the_longest_or_a_multiple_beyond_it() =>
        Gen.Select(Gen.Long, Gen.Int[1, 40], Gen.Int[1, 9], Gen.Int[0, 3], Gen.Int[1, 9]).Sample(
            (seed, count, size, prefetch, multiple) =>
            {
                TextDataset data = Samples.Texts(seed, count, typed: true);
                TextBatches batches = new(data, new BatchOptions { BatchSize = size, Seed = seed, PadId = 77, Prefetch = prefetch, PadToMultipleOf = multiple });
                int seen = 0;
                foreach (Batch batch in batches.Epoch(0))
                {
                    TextExample[] examples = [.. batch.Plan.Indices.Select(index => data[index])];
                    int length = Enumerable.Range(examples.Max(example => example.Length), multiple).Single(candidate => candidate % multiple == 0);
                    seen += batch.Count;
                    Assert.Equal([examples.Length, length], batch.Ids.shape);
                    Assert.Equal(torch.ScalarType.Int64, batch.Ids.dtype);
                    Assert.Equal(torch.ScalarType.Bool, batch.Mask.dtype);
                    Assert.Equal(examples.SelectMany(example => Filled(example.Ids, length, 77)), batch.Ids.data<long>());
                    Assert.Equal(examples.SelectMany(example => Filled(example.TypeIds!, length, 0)), batch.TypeIds!.data<long>());
                    Assert.Equal(examples.SelectMany(example => Enumerable.Range(0, length).Select(i => i < example.Length)), batch.Mask.data<bool>());
                    Assert.Equal(examples.Select(example => (long)example.Label.Class), batch.Labels.data<long>());
                }

                Assert.Equal(count, seen);
            },
            iter: 60);

    [Fact]
    public void Scores_are_floats_and_there_are_no_type_ids_where_there_are_none()
    {
        TextBatches batches = new(new TextDataset([new TextExample([1], 0.25f)], classes: null), new BatchOptions());
        foreach (Batch batch in batches.Epoch(0))
        {
            Assert.Equal([0.25f], batch.Labels.data<float>());
            Assert.Equal(torch.ScalarType.Float32, batch.Labels.dtype);
            Assert.Null(batch.TypeIds);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void No_scope_of_the_consumer_catches_a_batch_and_the_next_one_frees_it(int prefetch)
    {
        TextBatches batches = new(Samples.Texts(1, 30), new BatchOptions { BatchSize = 4, Prefetch = prefetch });
        using IEnumerator<Batch> each = batches.Epoch(0).GetEnumerator();
        using (torch.NewDisposeScope())
        {
            Assert.True(each.MoveNext());
        }

        Batch first = each.Current;
        Assert.False(first.Ids.IsInvalid);
        Assert.Equal(first.Count, first.Labels.shape[0]);
        Assert.True(each.MoveNext());
        Assert.True(first.Ids.IsInvalid && first.Mask.IsInvalid && first.Labels.IsInvalid);
        Assert.False(each.Current.Ids.IsInvalid);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Epochs_read_whole_and_left_early_leave_no_tensor_behind(int prefetch)
    {
        TextBatches batches = new(Samples.Texts(2, 50, typed: true), new BatchOptions { BatchSize = 4, Prefetch = prefetch });
        long before = LiveTensors.Count();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            int left = epoch % 2 == 0 ? int.MaxValue : 3;
            Assert.NotEmpty(batches.Epoch(epoch).Take(left).Select(batch => batch.Count).ToArray());
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_cancelled_epoch_leaves_no_tensor_behind(int prefetch)
    {
        TextBatches batches = new(Samples.Texts(2, 50, typed: true), new BatchOptions { TokenBudget = 40, Prefetch = prefetch });
        long before = LiveTensors.Count();
        using CancellationTokenSource stop = new();
        int seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Batch batch in batches.Epoch(0, stop.Token))
            {
                if (++seen == 2)
                {
                    stop.Cancel();
                }
            }
        });
        Assert.Equal(2, seen);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_device_that_is_not_there_is_an_error_that_leaves_no_tensor_behind(int prefetch)
    {
        // Initializing CUDA where there is one would make the batches succeed; a GPU of this number is on no machine.
        TextBatches batches = new(Samples.Texts(4, 20), new BatchOptions { Device = new torch.Device(DeviceType.CUDA, 99), Prefetch = prefetch });
        long before = LiveTensors.Count();
        Assert.ThrowsAny<Exception>(() => batches.Epoch(0).Count());
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public async Task Two_enumerations_at_once_on_two_threads_are_those_of_one_after_the_other()
    {
        TextBatches batches = new(Samples.Texts(6, 200), new BatchOptions { TokenBudget = 30, Seed = 1 });
        long before = LiveTensors.Count();
        string[] Read(int epoch) => [.. batches.Epoch(epoch).Select(batch => string.Join(' ', batch.Ids.data<long>()))];
        string[][] together = await Task.WhenAll(Enumerable.Range(0, 4).Select(epoch => Task.Run(() => Read(epoch / 2))));
        Assert.Equal([Read(0), Read(0), Read(1), Read(1)], together);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void What_follows_a_place_is_the_rest_of_the_epoch()
    {
        TextBatches batches = new(Samples.Texts(3, 41), new BatchOptions { BatchSize = 4, Seed = 9 });
        SamplerState place = batches.Epoch(2).Skip(3).First().Plan.Next;
        Assert.Equal(
            batches.Epoch(2).Skip(4).Select(batch => string.Join(' ', batch.Ids.data<long>())),
            batches.From(place).Select(batch => string.Join(' ', batch.Ids.data<long>())));
    }

    private static IEnumerable<long> Filled(int[] numbers, int length, long pad) =>
        numbers.Select(number => (long)number).Concat(Enumerable.Repeat(pad, length - numbers.Length));
}
