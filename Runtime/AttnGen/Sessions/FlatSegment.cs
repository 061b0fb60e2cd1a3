using AttnGen.Native;
using AttnGen.Optimization.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen;

/// <summary>
/// One contiguous buffer of trained parameters, and buffers of the same layout for the gradients and AdamW's moments.
/// The parameters and their gradients are views, so that one kernel call updates them all.
/// </summary>
internal sealed class FlatSegment : IDisposable
{
    /// <summary>Slices begin at multiples of 16 elements (64 bytes in fp32), so that vector loads of one parameter are aligned like those of a tensor of its own.</summary>
    private const long Alignment = 16;

    private readonly FlatSlice[] slices;
    private readonly nint[] gradientAddresses;

    private FlatSegment(FlatSlice[] slices, double weightDecay, AdamWSegment buffers, AdamWKernel kernel)
    {
        this.slices = slices;
        WeightDecay = weightDecay;
        Buffers = buffers;
        Kernel = kernel;
        gradientAddresses = new nint[slices.Length];
    }

    public IReadOnlyList<FlatSlice> Slices => slices;

    public double WeightDecay { get; }

    public AdamWSegment Buffers { get; }

    /// <summary>What updates it.</summary>
    public AdamWKernel Kernel { get; }

    private IEnumerable<Tensor> Tensors => new[] { Buffers.Parameters, Buffers.Gradients, Buffers.FirstMoment, Buffers.SecondMoment, Buffers.Step, Buffers.Copy }.OfType<Tensor>();

    /// <summary>Moves parameters of one element type and device into a new segment, without losing their identity.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="weightDecay">Their decay.</param>
    /// <param name="withMaster">Whether parameters in half precision are updated in fp32, and the model sees a copy.</param>
    /// <param name="choose">Chooses what updates the segment.</param>
    public static FlatSegment Create(IReadOnlyList<TunedParameter> parameters, double weightDecay, bool withMaster, Func<AdamWSegment, AdamWKernel> choose)
    {
        var slices = new List<FlatSlice>();
        var length = 0L;
        foreach (var tuned in parameters)
        {
            slices.Add(new FlatSlice(tuned, length, tuned.Parameter.numel(), tuned.Parameter.shape));
            length += (tuned.Parameter.numel() + Alignment - 1) / Alignment * Alignment;
        }

        length = (length + VectorPass.Multiple - 1) / VectorPass.Multiple * VectorPass.Multiple;
        var first = parameters[0].Parameter;
        var hasMaster = withMaster && first.dtype is ScalarType.BFloat16 or ScalarType.Float16;
        var updated = hasMaster ? ScalarType.Float32 : first.dtype;
        // It has the buffers until all went well, so that a failure leaves none of them behind.
        using var scope = NewDisposeScope();
        Tensor Buffer(ScalarType type) => zeros(length, dtype: type, device: first.device);
        var step = zeros([], dtype: ScalarType.Float32, device: first.device);
        var buffers = new AdamWSegment(Buffer(updated), Buffer(first.dtype), Buffer(updated), Buffer(updated), step, hasMaster ? Buffer(first.dtype) : null);
        var segment = new FlatSegment([.. slices], weightDecay, buffers, choose(buffers));
        using var _ = no_grad();
        foreach (var slice in slices)
        {
            View(buffers.Parameters, slice).copy_(slice.Tuned.Parameter);
            View(buffers.Visible, slice).copy_(slice.Tuned.Parameter);
        }

        for (var i = 0; i < slices.Count; i++)
        {
            var parameter = slices[i].Tuned.Parameter;
            parameter.requires_grad = false;
            parameter.set_(View(buffers.Visible, slices[i]));
            parameter.requires_grad = true;
            segment.BindGradient(i);
        }

        foreach (var tensor in segment.Tensors)
        {
            tensor.DetachFromDisposeScope();
        }

        return segment;
    }

    /// <summary>A parameter's part of one of the buffers, in its shape.</summary>
    public static Tensor View(Tensor buffer, FlatSlice slice)
    {
        using var part = buffer.narrow(0, slice.Offset, slice.Length);
        return part.view(slice.Shape);
    }

    /// <summary>
    /// Makes every gradient a part of the gradient buffer again. It stops being one when the model's <c>zero_grad()</c> drops it
    /// and the backward pass makes a new one: what that one holds is taken over.
    /// </summary>
    public void CollectGradients()
    {
        for (var i = 0; i < gradientAddresses.Length; i++)
        {
            if (TensorAddress.OfGradient(slices[i].Tuned.Parameter) != gradientAddresses[i])
            {
                TakeOver(i);
            }
        }
    }

    /// <summary>Whether a backward pass left gradients that no update has used.</summary>
    public bool HasGradients()
    {
        CollectGradients();
        using var _ = no_grad();
        using var any = Buffers.Gradients.any();
        return any.item<bool>();
    }

    public void ZeroGradients()
    {
        using var _ = no_grad();
        Buffers.Gradients.zero_();
    }

    /// <summary>Shows the model what the master holds, after something else than an update wrote to it.</summary>
    public void ShowMaster() => Buffers.Copy?.copy_(Buffers.Parameters);

    /// <summary>The first parameter with a gradient that is not finite, or null.</summary>
    public TunedParameter? FindNonFinite()
    {
        using var _ = no_grad();
        foreach (var slice in Slices)
        {
            using var part = Buffers.Gradients.narrow(0, slice.Offset, slice.Length);
            using var finite = part.isfinite();
            using var all = finite.all();
            if (!all.item<bool>())
            {
                return slice.Tuned;
            }
        }

        return null;
    }

    /// <summary>Gives every parameter a storage of its own again, without a gradient.</summary>
    public void Release()
    {
        using var _ = no_grad();
        foreach (var slice in Slices)
        {
            var parameter = slice.Tuned.Parameter;
            if (parameter.IsInvalid)
            {
                continue;
            }

            parameter.requires_grad = false;
            parameter.grad = null;
            using var view = View(Buffers.Visible, slice);
            using var own = view.clone();
            parameter.set_(own);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }

    private void TakeOver(int index)
    {
        using var none = no_grad();
        using (var gradient = slices[index].Tuned.Parameter.grad)
        using (var part = View(Buffers.Gradients, slices[index]))
        {
            _ = gradient is null ? part.zero_() : part.copy_(gradient);
        }

        BindGradient(index);
    }

    private void BindGradient(int index)
    {
        using var view = View(Buffers.Gradients, Slices[index]);
        gradientAddresses[index] = TensorAddress.Of(view);
        Slices[index].Tuned.Parameter.grad = view;
    }
}
