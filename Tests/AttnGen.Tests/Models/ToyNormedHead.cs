using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>An attention layer, a frozen part that runs by itself, and a head with a batch norm, which has buffers.</summary>
[TunableModule, Lora(Rank = 2)]
[Tune(Matrix.Q)]
public sealed partial class ToyNormedHead : nn.Module<Tensor, Tensor>
{
    private readonly ToyAttention attention;
    private readonly Linear mixer;
    private readonly ModuleList<Linear> mixers;
    [Freeze] private readonly Sequential body;
    [Head] private readonly Sequential head;

    public ToyNormedHead()
        : base(nameof(ToyNormedHead))
    {
        attention = new ToyAttention(8);
        mixer = nn.Linear(8, 8);
        mixers = new ModuleList<Linear>(nn.Linear(8, 8));
        body = nn.Sequential(nn.Linear(8, 8), nn.ReLU());
        head = nn.Sequential(nn.BatchNorm1d(8), nn.Linear(8, 2));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => head.call(body.call(Apply(mixers[0], Apply(mixer, attention.call(input)))).mean([1]));

    /// <summary>A step on a random batch; the batch norm's buffers follow it.</summary>
    public static void Train(ToyNormedHead model, TuningSession tuning, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)(7 + tuning.StepCount));
            nn.functional.cross_entropy(model.call(randn([6, 3, 8], generator: generator).add(2)), tensor(new long[] { 0, 1, 1, 0, 1, 0 })).backward();
            tuning.Step();
        }
    }
}
