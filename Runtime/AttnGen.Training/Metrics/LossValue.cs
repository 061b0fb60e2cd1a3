using TorchSharp;

namespace AttnGen.Training;

internal static class LossValue
{
    /// <summary>The number in a tensor of one element, of any type and on any device.</summary>
    public static double Read(torch.Tensor loss)
    {
        using Scalar value = loss.ToScalar();
        return value.ToDouble();
    }
}
