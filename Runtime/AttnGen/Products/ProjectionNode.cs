using AttnGen.Adapters;
using AttnGen.Autograd;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Products;

/// <summary>
/// Several projections of one input, with frozen weights and with adapters where there are some: <c>y_i = x W_i^T + b_i + s_i (x A_i^T) B_i^T</c>
/// (Hu et al. 2021, arXiv 2106.09685, equation 3), where with dropout the adapter's x is <c>m_i x / (1 - p)</c>. The products with all A that see the same x are one, and so are
/// their gradients; frozen weights get none, nor does an input that needs none. Kept for the backward pass are x and x A^T where something is adapted, and the weights; of the
/// masks m only the seeds.
/// </summary>
internal sealed class ProjectionNode : BackwardNode
{
    private readonly ProjectionTerm[] terms;
    private readonly AdapterInput[] adapted;
    private readonly bool needsInput;

    private ProjectionNode(ProjectionTerm[] terms, AdapterInput[] adapted, bool needsInput)
    {
        this.terms = terms;
        this.adapted = adapted;
        this.needsInput = needsInput;
    }

    private int AdapterCount => adapted.Sum(input => input.Adapters.Length);

    /// <summary>The projections, recorded where one of them is trained or the input needs a gradient.</summary>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="terms">The projections.</param>
    /// <returns>A tensor <c>[..., out]</c> for each.</returns>
    public static Tensor[] Apply(Tensor input, params ProjectionTerm[] terms)
    {
        var adapted = AdapterInput.Of(terms);
        LoraAdapter[] adapters = [.. adapted.SelectMany(each => each.Adapters)];
        var needsInput = input.requires_grad;
        var isRecorded = is_grad_enabled() && (needsInput || adapters.Any(adapter => adapter.Down.requires_grad || adapter.Up.requires_grad));
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            Tensor[] outputs = [.. terms.Select(term => term.Frozen.Product(input, term.Bias))];
            Tensor[] adaptedOutputs = [.. terms.Zip(outputs).Where(pair => pair.First.Lora is not null).Select(pair => Rows(pair.Second))];
            Tensor[] lows = [.. adapted.Select(each => AddUpdates(each, Rows(input), terms[0].Frozen.Kernel, adaptedOutputs))];
            if (isRecorded)
            {
                Tensor[] matrices = [.. adapters.SelectMany(adapter => (Tensor[])[adapter.Down, adapter.Up])];
                Tensor[] inputs = [.. needsInput ? (ReadOnlySpan<Tensor>)[input] : [], .. matrices];
                Tensor[] kept = [.. terms.Select(term => term.Frozen.Weight), .. matrices, .. lows, .. adapters.Length == 0 ? (ReadOnlySpan<Tensor>)[] : [input]];
                new ProjectionNode(terms, adapted, needsInput).Record(inputs, outputs, kept);
            }

            foreach (var output in outputs)
            {
                output.MoveToOuterDisposeScope();
            }

            return outputs;
        }
    }

    protected override void Backward(ReadOnlySpan<Tensor?> outputs, Span<Tensor?> inputs)
    {
        var gradient = needsInput ? Frozen(outputs) : null;
        if (adapted.Length > 0)
        {
            Adapted(outputs, inputs[(needsInput ? 1 : 0)..], gradient);
        }

        if (needsInput)
        {
            inputs[0] = gradient;
        }
    }

    /// <summary>Adds the low-rank products to the frozen ones, and returns x A^T of the adapters side by side.</summary>
    private static Tensor AddUpdates(AdapterInput adapted, Tensor rows, LinearKernel kernel, Tensor[] outputs)
    {
        var down = Stack([.. adapted.Adapters.Select(adapter => (Tensor)adapter.Down)], 0).to(rows.dtype);
        var low = kernel.Product(adapted.Of(rows), down, null);
        var offset = 0L;
        for (var i = 0; i < adapted.Adapters.Length; i++)
        {
            var lora = adapted.Adapters[i];
            AddUpdate(outputs[adapted.First + i], low.narrow(1, offset, lora.Rank), lora.Up.to(rows.dtype), adapted.Factor(lora));
            offset += lora.Rank;
        }

        return low;
    }

    private static void AddUpdate(Tensor output, Tensor low, Tensor up, double factor)
    {
        if (output.dtype != ScalarType.Float64)
        {
            output.addmm_(low, up.t(), 1, (float)factor);
            return;
        }

        // addmm_ takes its factor in float32.
        using Scalar exact = factor;
        output.addmm_(low, up.mul(exact).t(), 1, 1);
    }

    private static Tensor Rows(Tensor tensor) => tensor.reshape(-1, tensor.shape[^1]);

    private static Tensor Stack(IList<Tensor> tensors, long dimension) => tensors is [var only] ? only : cat(tensors, dimension);

    /// <summary>The gradients of A and B of each adapter, and what the adapters add to the input's.</summary>
    private void Adapted(ReadOnlySpan<Tensor?> outputs, Span<Tensor?> matrices, Tensor? gradient)
    {
        var firstLow = terms.Length + (2 * AdapterCount);
        var rows = Rows(Saved(firstLow + adapted.Length));
        List<Tensor?> upstream = [];
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms[i].Lora is not null)
            {
                upstream.Add(outputs[i] is { } output ? Rows(output) : null);
            }
        }

        for (var i = 0; i < adapted.Length; i++)
        {
            Adapted(adapted[i], rows, Saved(firstLow + i), upstream, matrices, gradient);
        }
    }

    private void Adapted(AdapterInput input, Tensor rows, Tensor low, List<Tensor?> upstream, Span<Tensor?> matrices, Tensor? gradient)
    {
        var kernel = terms[0].Frozen.Kernel;
        var (downs, lowGradients) = (new List<Tensor>(), new List<Tensor>());
        var offset = 0L;
        for (var i = 0; i < input.Adapters.Length; i++)
        {
            var (lora, place) = (input.Adapters[i], input.First + i);
            var own = low.narrow(1, offset, lora.Rank);
            downs.Add(Saved(terms.Length + (2 * place)));
            if (upstream[place] is { } flat)
            {
                using Scalar factor = input.Factor(lora);
                var up = Saved(terms.Length + (2 * place) + 1).to(low.dtype).mul(factor);
                matrices[(2 * place) + 1] = kernel.Product(own.t(), flat.t(), null).t().mul(factor).to(lora.Up.dtype);
                lowGradients.Add(kernel.Product(flat, up.t(), null));
            }
            else
            {
                lowGradients.Add(zeros_like(own));
            }

            offset += lora.Rank;
        }

        var all = Stack(lowGradients, 1);
        var downGradients = kernel.Product(all.t(), input.Of(rows).t(), null).to(input.Adapters[0].Down.dtype);
        offset = 0;
        for (var i = 0; i < input.Adapters.Length; i++)
        {
            matrices[2 * (input.First + i)] = downGradients.narrow(0, offset, input.Adapters[i].Rank);
            offset += input.Adapters[i].Rank;
        }

        if (gradient is not null)
        {
            var down = Stack(downs, 0).to(low.dtype);
            if (input.Mask is { } mask)
            {
                using Scalar one = 1;
                Rows(gradient).add_(mask.Keep(all.mm(down)), one);
            }
            else
            {
                Rows(gradient).addmm_(all, down, 1, 1);
            }
        }
    }

    private Tensor? Frozen(ReadOnlySpan<Tensor?> outputs)
    {
        Tensor? sum = null;
        for (var i = 0; i < terms.Length; i++)
        {
            if (outputs[i] is { } output)
            {
                sum = terms[i].Frozen.Gradient(output, Saved(i), sum);
            }
        }

        return sum;
    }
}
