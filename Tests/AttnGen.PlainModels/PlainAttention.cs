using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace AttnGen.PlainModels;

/// <summary>Attention whose query and value others can read, and whose key they cannot.</summary>
public sealed class PlainAttention : nn.Module<Tensor, Tensor>
{
    public readonly Linear Query;
    private readonly Linear key;

    public PlainAttention(int width) : base(nameof(PlainAttention))
    {
        Query = nn.Linear(width, width);
        key = nn.Linear(width, width);
        Value = nn.Linear(width, width);
        RegisterComponents();
    }

    [field: ComponentName(Name = nameof(Value))]
    public Linear Value { get; }

    public override Tensor forward(Tensor x) =>
        nn.functional.softmax(Query.call(x).matmul(key.call(x).transpose(-2, -1)) / Math.Sqrt(x.shape[^1]), -1).matmul(Value.call(x));
}
