using static TorchSharp.torch;

namespace AttnGen.Optimization.Kernels;

/// <summary>One flat buffer updated with one set of numbers, and the buffers beside it.</summary>
internal sealed record AdamWSegment
{
    /// <summary>Puts buffers together.</summary>
    /// <param name="parameters">The parameters, flat.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="firstMoment">AdamW's first moment.</param>
    /// <param name="secondMoment">AdamW's second moment.</param>
    /// <param name="step">A fp32 scalar on the same device that counts the updates.</param>
    /// <exception cref="ArgumentException">The buffers differ in length or element type: a kernel would read past the shorter one.</exception>
    public AdamWSegment(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, Tensor step)
    {
        foreach (var buffer in new[] { gradients, firstMoment, secondMoment })
        {
            if (buffer.numel() != parameters.numel() || buffer.dtype != parameters.dtype)
            {
                throw new ArgumentException($"The buffers of a segment are alike: {parameters.dtype} x {parameters.numel()} and {buffer.dtype} x {buffer.numel()} are not.");
            }
        }

        (Parameters, Gradients, FirstMoment, SecondMoment, Step) = (parameters, gradients, firstMoment, secondMoment, step);
    }

    public Tensor Parameters { get; }

    public Tensor Gradients { get; }

    public Tensor FirstMoment { get; }

    public Tensor SecondMoment { get; }

    public Tensor Step { get; }
}
