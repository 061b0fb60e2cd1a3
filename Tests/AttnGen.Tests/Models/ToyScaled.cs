using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Has parameters and a buffer in public properties, which TorchSharp sets itself when the module moves.</summary>
[TunableModule]
public partial class ToyScaled : nn.Module<Tensor, Tensor>
{
    [Name(nameof(Shift))]
    private Parameter shift = new(zeros(4));

    public ToyScaled()
        : base(nameof(ToyScaled)) => RegisterComponents();

    /// <summary>As TorchSharp's own layers have it: a field that TorchSharp sets by a property of its registered name.</summary>
    public Parameter Shift
    {
        get => shift;
        set => shift = value;
    }

    [Head]
    public Parameter Scale { get; protected set; } = new(ones(4));

    public Tensor Offset { get; protected set; } = zeros(4);

    public override Tensor forward(Tensor input) => (input * Scale) + Shift + Offset;
}
