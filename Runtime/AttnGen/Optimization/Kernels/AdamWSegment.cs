using static TorchSharp.torch;

namespace AttnGen.Optimization.Kernels;

/// <summary>
/// One flat buffer updated with one set of numbers, and the buffers of the same length beside it. <paramref name="Step"/> is a fp32 scalar on the
/// same device that counts the updates.
/// </summary>
internal sealed record AdamWSegment(Tensor Parameters, Tensor Gradients, Tensor FirstMoment, Tensor SecondMoment, Tensor Step);
