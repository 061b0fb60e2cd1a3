using System.Runtime.InteropServices;
using TorchSharp;

namespace AttnGen.Training;

/// <summary>Makes tensors of examples, filled up to the longest of the batch or a multiple beyond it. What they hold is written once, into their own memory.</summary>
internal sealed class BatchCollator(TextDataset data, BatchOptions options)
{
    private readonly BatchMemory memory = new(options.Device);

    public Batch Collate(BatchPlan plan)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        TextExample[] examples = Array.ConvertAll(plan.Indices, index => data[index]);
        long[] shape = [examples.Length, options.Padded(examples.Max(example => example.Length))];
        torch.Tensor ids = Numbers(shape, examples, example => example.Ids, options.PadId);
        torch.Tensor mask = Mask(shape, examples);
        torch.Tensor labels = data.Classes is null ? Labels(examples, label => label.Score, torch.ScalarType.Float32) : Labels(examples, label => (long)label.Class, torch.ScalarType.Int64);
        torch.Tensor? types = data.HasTypeIds ? Numbers(shape, examples, example => example.TypeIds!, 0) : null;
        return new Batch(memory.Move(ids), memory.Move(mask), memory.Move(labels), types is null ? null : memory.Move(types), plan);
    }

    private torch.Tensor Numbers(long[] shape, TextExample[] examples, Func<TextExample, int[]> of, long padding)
    {
        torch.Tensor tensor = memory.New(shape, torch.ScalarType.Int64);
        Span<long> rest = Elements<long>(tensor);
        foreach (TextExample example in examples)
        {
            int[] numbers = of(example);
            for (int i = 0; i < numbers.Length; i++)
            {
                rest[i] = numbers[i];
            }

            rest[numbers.Length..(int)shape[1]].Fill(padding);
            rest = rest[(int)shape[1]..];
        }

        return tensor;
    }

    private torch.Tensor Mask(long[] shape, TextExample[] examples)
    {
        torch.Tensor tensor = memory.New(shape, torch.ScalarType.Bool);
        Span<bool> rest = Elements<bool>(tensor);
        foreach (TextExample example in examples)
        {
            rest[..example.Length].Fill(true);
            rest[example.Length..(int)shape[1]].Clear();
            rest = rest[(int)shape[1]..];
        }

        return tensor;
    }

    private torch.Tensor Labels<T>(TextExample[] examples, Func<Label, T> of, torch.ScalarType type)
        where T : struct
    {
        torch.Tensor tensor = memory.New([examples.Length], type);
        Span<T> labels = Elements<T>(tensor);
        for (int row = 0; row < examples.Length; row++)
        {
            labels[row] = of(examples[row].Label);
        }

        return tensor;
    }

    private static Span<T> Elements<T>(torch.Tensor tensor)
        where T : struct => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
