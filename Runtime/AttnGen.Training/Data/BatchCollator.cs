using TorchSharp;

namespace AttnGen.Training;

/// <summary>Makes tensors of examples, filled up to the longest of the batch.</summary>
internal sealed class BatchCollator(TextDataset data, BatchOptions options)
{
    public Batch Collate(BatchPlan plan)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int[] indices = plan.Indices;
        int length = indices.Max(index => data[index].Length);
        long[] ids = new long[indices.Length * length];
        bool[] mask = new bool[ids.Length];
        long[]? types = data.HasTypeIds ? new long[ids.Length] : null;
        Array.Fill(ids, options.PadId);
        for (int row = 0; row < indices.Length; row++)
        {
            TextExample example = data[indices[row]];
            for (int column = 0; column < example.Length; column++)
            {
                ids[(row * length) + column] = example.Ids[column];
                mask[(row * length) + column] = true;
                if (types is not null)
                {
                    types[(row * length) + column] = example.TypeIds![column];
                }
            }
        }

        long[] shape = [indices.Length, length];
        return new Batch(
            Place(torch.tensor(ids, shape)),
            Place(torch.tensor(mask, shape)),
            Place(Labels(indices)),
            types is null ? null : Place(torch.tensor(types, shape)),
            plan);
    }

    private torch.Tensor Labels(int[] indices) => data.Classes is null
        ? torch.tensor(indices.Select(index => data[index].Label.Score).ToArray())
        : torch.tensor(indices.Select(index => (long)data[index].Label.Class).ToArray());

    private torch.Tensor Place(torch.Tensor tensor) => options.Device is null ? tensor : tensor.to(options.Device);
}
