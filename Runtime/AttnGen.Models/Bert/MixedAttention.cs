using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>Scaled dot-product attention (Vaswani et al. 2017, equation 1), by what is fastest for precision and device.</summary>
internal static class MixedAttention
{
    /// <summary>
    /// The longest sequence whose attention weights are computed whole: libtorch's kernel on the CPU, which does not, takes two to five times as long in
    /// bfloat16, most of it in the backward pass, but its memory does not grow with the square of the length.
    /// </summary>
    private const long LongestWhole = 256;

    /// <summary>Mixes the values by the softmax of queries and keys, in float32 inside.</summary>
    /// <param name="query"><c>[batch, heads, length, width / heads]</c>.</param>
    /// <param name="key">The same.</param>
    /// <param name="value">The same.</param>
    /// <param name="mask">What is added to the scores, <c>[batch, 1, 1, length]</c>; null for nothing.</param>
    /// <param name="dropout">The dropout of the attention weights, 0 to 1.</param>
    /// <returns><c>[batch, heads, length, width / heads]</c>.</returns>
    public static Tensor Apply(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout)
    {
        if (query.device_type != DeviceType.CPU || query.dtype != ScalarType.BFloat16 || key.shape[2] > LongestWhole)
        {
            return nn.functional.scaled_dot_product_attention(query, key, value, mask, dropout);
        }

        using Scalar scale = 1 / Math.Sqrt(query.shape[3]), one = 1;
        var scores = query.mul(scale).matmul(key.transpose(2, 3));
        var weights = (mask is null ? scores : scores.add_(mask, one)).softmax(-1);
        return (dropout > 0 ? nn.functional.dropout(weights, dropout) : weights).matmul(value);
    }
}
