using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.PlainModels;

/// <summary>Attention that calls <c>forward</c>, as some published models do: hooks do not run.</summary>
public sealed class PastHooks : nn.Module<Tensor, Tensor>
{
    private readonly Linear query, key;

    public PastHooks(int width) : base(nameof(PastHooks))
    {
        query = nn.Linear(width, width);
        key = nn.Linear(width, width);
        Value = nn.Linear(width, width);
        RegisterComponents();
    }

    /// <summary>TorchSharp registers it under the name of the field behind it.</summary>
    public Linear Value { get; }

    public override Tensor forward(Tensor x) => nn.functional.softmax(query.call(x).matmul(key.call(x).transpose(-2, -1)), -1).matmul(Value.forward(x));
}
