using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Has properties, some of them without a value, over a class that registers by reflection, and modules that their declared types do not show.</summary>
[TunableModule]
public sealed partial class ToyLate : ToyReflecting
{
    [Head] private readonly nn.IModule<Tensor, Tensor> tail;
    private readonly object gate;
    private readonly IDisposable nothing = new MemoryStream();

    public ToyLate()
        : base(nameof(ToyLate))
    {
        Dense = nn.Linear(8, 8);
        tail = nn.Linear(8, 2);
        gate = nn.Linear(8, 1, hasBias: false);
        RegisterComponents();
    }

    public Linear Dense { get; }

    public Linear? Unused { get; }

    [Name("late_scale")]
    public Parameter? Scale { get; set; }

    private Tensor? Mask { get; set; }

    public override Tensor forward(Tensor input) => tail.call(Apply(Dense, input));

    /// <summary>Sets what had no value when the components were registered.</summary>
    public void Complete() => (Scale, Mask) = (new Parameter(ones(8)), zeros(8));

    protected override void Dispose(bool disposing)
    {
        nothing.Dispose();
        base.Dispose(disposing);
    }
}
