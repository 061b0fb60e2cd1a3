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
    /// <param name="copy">What the model computes with, where <paramref name="parameters"/> is a master of it in fp32; the gradients are of its type then.</param>
    /// <exception cref="ArgumentException">The buffers differ in length or element type: a kernel would read past the shorter one.</exception>
    public AdamWSegment(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, Tensor step, Tensor? copy = null)
    {
        foreach (var (buffer, type) in new[] { (gradients, (copy ?? parameters).dtype), (firstMoment, parameters.dtype), (secondMoment, parameters.dtype), (copy ?? gradients, gradients.dtype) })
        {
            if (buffer.numel() != parameters.numel() || buffer.dtype != type)
            {
                throw new ArgumentException($"The buffers of a segment are alike: {type} x {parameters.numel()} and {buffer.dtype} x {buffer.numel()} are not.");
            }
        }

        (Parameters, Gradients, FirstMoment, SecondMoment, Step, Copy) = (parameters, gradients, firstMoment, secondMoment, step, copy);
    }

    public Tensor Parameters { get; }

    public Tensor Gradients { get; }

    public Tensor FirstMoment { get; }

    public Tensor SecondMoment { get; }

    public Tensor Step { get; }

    public Tensor? Copy { get; }

    /// <summary>What the model's parameters are parts of.</summary>
    public Tensor Visible => Copy ?? Parameters;
}
