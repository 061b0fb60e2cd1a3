using AttnGen.Adapters;
using AttnGen.Autograd;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Products;

/// <summary>
/// Several projections of one input, with frozen weights and with adapters where there are some: <c>y_i = x W_i^T + b_i + s_i (x A_i^T) B_i^T</c>
/// (Hu et al. 2021, arXiv 2106.09685, equation 3). The products with all A are one, and so are their gradients; frozen weights get none, nor does an input
/// that needs none. Kept for the backward pass are x and x A^T where something is adapted, and the weights.
/// </summary>
internal sealed class ProjectionNode : BackwardNode
{
    private readonly ProjectionTerm[] terms;
    private readonly LoraAdapter[] adapters;
    private readonly bool needsInput;

    private ProjectionNode(ProjectionTerm[] terms, LoraAdapter[] adapters, bool needsInput)
    {
        this.terms = terms;
        this.adapters = adapters;
        this.needsInput = needsInput;
    }

    /// <summary>The projections, recorded where one of them is trained or the input needs a gradient.</summary>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="terms">The projections.</param>
    /// <returns>A tensor <c>[..., out]</c> for each.</returns>
    public static Tensor[] Apply(Tensor input, params ProjectionTerm[] terms)
    {
        var adapters = terms.Select(term => term.Lora).OfType<LoraAdapter>().ToArray();
        var needsInput = input.requires_grad;
        var isRecorded = is_grad_enabled() && (needsInput || adapters.Any(adapter => adapter.Down.requires_grad || adapter.Up.requires_grad));
        var outputs = new Tensor[terms.Length];
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            for (var i = 0; i < terms.Length; i++)
            {
                outputs[i] = terms[i].Kernel.Product(input, terms[i].Weight, terms[i].Bias);
            }

            var low = adapters.Length == 0 ? null : AddUpdates(input, terms, adapters, outputs);
            if (isRecorded)
            {
                Tensor[] inputs = [.. needsInput ? (ReadOnlySpan<Tensor>)[input] : [], .. adapters.SelectMany(adapter => (Tensor[])[adapter.Down, adapter.Up])];
                Tensor[] kept = [.. terms.Select(term => term.Weight), .. adapters.SelectMany(adapter => (Tensor[])[adapter.Down, adapter.Up]), .. low is null ? (ReadOnlySpan<Tensor>)[] : [input, low]];
                new ProjectionNode(terms, adapters, needsInput).Record(inputs, outputs, kept);
            }
        }

        foreach (var output in outputs)
        {
            output.MoveToOuterDisposeScope();
        }

        return outputs;
    }

    protected override void Backward(ReadOnlySpan<Tensor?> outputs, Span<Tensor?> inputs)
    {
        var gradient = needsInput ? Frozen(outputs) : null;
        if (adapters.Length > 0)
        {
            Adapted(outputs, inputs[(needsInput ? 1 : 0)..], gradient);
        }

        if (needsInput)
        {
            inputs[0] = gradient;
        }
    }

    /// <summary>Adds the low-rank products to the frozen ones, and returns x A^T of all adapters side by side.</summary>
    private static Tensor AddUpdates(Tensor input, ProjectionTerm[] terms, LoraAdapter[] adapters, Tensor[] outputs)
    {
        var down = cat([.. adapters.Select(adapter => (Tensor)adapter.Down)], 0).to(input.dtype);
        var low = terms[0].Kernel.Product(Rows(input), down, null);
        var offset = 0L;
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms[i].Lora is { } lora)
            {
                Rows(outputs[i]).addmm_(low.narrow(1, offset, lora.Rank), lora.Up.to(input.dtype).t(), 1, (float)lora.Scale);
                offset += lora.Rank;
            }
        }

        return low;
    }

    private static Tensor Rows(Tensor tensor) => tensor.reshape(-1, tensor.shape[^1]);

    /// <summary>The gradients of A and B of each adapter, and what the adapters add to the input's.</summary>
    private void Adapted(ReadOnlySpan<Tensor?> outputs, Span<Tensor?> matrices, Tensor? gradient)
    {
        var kernel = terms[0].Kernel;
        var kept = terms.Length + (2 * adapters.Length);
        var (rows, low) = (Rows(Saved(kept)), Saved(kept + 1));
        var lowGradients = new List<Tensor>();
        var offset = 0L;
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms[i].Lora is not { } lora)
            {
                continue;
            }

            if (outputs[i] is { } output)
            {
                var flat = Rows(output);
                var up = Saved(terms.Length + (2 * lowGradients.Count) + 1).to(low.dtype).mul(lora.Scale);
                matrices[(2 * lowGradients.Count) + 1] = kernel.Product(low.narrow(1, offset, lora.Rank).t(), flat.t(), null).t().mul(lora.Scale).to(lora.Up.dtype);
                lowGradients.Add(kernel.Product(flat, up.t(), null));
            }
            else
            {
                lowGradients.Add(zeros_like(low.narrow(1, offset, lora.Rank)));
            }

            offset += lora.Rank;
        }

        var all = lowGradients is [var only] ? only : cat(lowGradients, 1);
        var downs = Enumerable.Range(0, adapters.Length).Select(i => Saved(terms.Length + (2 * i))).ToArray();
        var downGradients = kernel.Product(all.t(), rows.t(), null).to(adapters[0].Down.dtype);
        offset = 0;
        for (var i = 0; i < adapters.Length; i++)
        {
            matrices[2 * i] = downGradients.narrow(0, offset, adapters[i].Rank);
            offset += adapters[i].Rank;
        }

        if (gradient is not null)
        {
            Rows(gradient).addmm_(all, cat(downs, 0).to(low.dtype), 1, 1);
        }
    }

    private Tensor? Frozen(ReadOnlySpan<Tensor?> outputs)
    {
        Tensor? sum = null;
        for (var i = 0; i < terms.Length; i++)
        {
            if (outputs[i] is { } output)
            {
                var weight = Saved(i).t();
                sum = sum is null ? terms[i].Kernel.Product(output, weight, null) : terms[i].Kernel.ProductPlus(output, weight, sum);
            }
        }

        return sum;
    }
}
