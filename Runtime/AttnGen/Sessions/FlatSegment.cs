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
    /// <summary>Slices begin at multiples of 64 bytes, so that vector loads of one parameter are aligned like those of a tensor of its own.</summary>
    private const long Alignment = 16;

    private readonly nint[] gradientAddresses;

    private FlatSegment(IReadOnlyList<FlatSlice> slices, double weightDecay, AdamWSegment buffers)
    {
        Slices = slices;
        WeightDecay = weightDecay;
        Buffers = buffers;
        gradientAddresses = new nint[slices.Count];
    }

    public IReadOnlyList<FlatSlice> Slices { get; }

    public double WeightDecay { get; }

    public AdamWSegment Buffers { get; }

    /// <summary>Moves parameters of one element type and device into a new segment, without losing their identity.</summary>
    public static FlatSegment Create(IReadOnlyList<TunedParameter> parameters, double weightDecay)
    {
        var slices = new List<FlatSlice>();
        var length = 0L;
        foreach (var tuned in parameters)
        {
            slices.Add(new FlatSlice(tuned, length, tuned.Parameter.numel(), tuned.Parameter.shape));
            length += (tuned.Parameter.numel() + Alignment - 1) / Alignment * Alignment;
        }

        var first = parameters[0].Parameter;
        Tensor Buffer() => zeros(length, dtype: first.dtype, device: first.device).DetachFromDisposeScope();
        var step = zeros([], dtype: ScalarType.Float32, device: first.device).DetachFromDisposeScope();
        var segment = new FlatSegment(slices, weightDecay, new AdamWSegment(Buffer(), Buffer(), Buffer(), Buffer(), step));
        using var _ = no_grad();
        for (var i = 0; i < slices.Count; i++)
        {
            var parameter = slices[i].Tuned.Parameter;
            using var view = View(segment.Buffers.Parameters, slices[i]);
            view.copy_(parameter);
            parameter.requires_grad = false;
            parameter.set_(view);
            parameter.requires_grad = true;
            segment.BindGradient(i);
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
        using var _ = no_grad();
        for (var i = 0; i < Slices.Count; i++)
        {
            using var gradient = Slices[i].Tuned.Parameter.grad;
            if (gradient is not null && TensorAddress.Of(gradient) == gradientAddresses[i])
            {
                continue;
            }

            using (var part = View(Buffers.Gradients, Slices[i]))
            {
                if (gradient is null)
                {
                    part.zero_();
                }
                else
                {
                    part.copy_(gradient);
                }
            }

            BindGradient(i);
        }
    }

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
            using var own = View(Buffers.Parameters, slice).clone();
            parameter.set_(own);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in new[] { Buffers.Parameters, Buffers.Gradients, Buffers.FirstMoment, Buffers.SecondMoment, Buffers.Step })
        {
            tensor.Dispose();
        }
    }

    private void BindGradient(int index)
    {
        using var view = View(Buffers.Gradients, Slices[index]);
        gradientAddresses[index] = TensorAddress.Of(view);
        Slices[index].Tuned.Parameter.grad = view;
    }
}
