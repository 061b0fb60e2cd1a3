using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Holds a parameter and a buffer in public properties, which TorchSharp sets itself when the module moves.</summary>
[TunableModule]
public partial class ToyScaled : nn.Module<Tensor, Tensor>
{
    public ToyScaled()
        : base(nameof(ToyScaled)) => RegisterComponents();

    [Head]
    public Parameter Scale { get; protected set; } = new(ones(4));

    public Tensor Offset { get; protected set; } = zeros(4);

    public override Tensor forward(Tensor input) => (input * Scale) + Offset;
}
