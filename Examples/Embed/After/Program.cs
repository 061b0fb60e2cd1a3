using System.Globalization;
using AttnGen;
using Embed;
using TorchSharp;
using static TorchSharp.torch;

manual_seed(1);
set_num_threads(1);
using var model = new TinyTransformer(width: 64, depth: 2);
using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-3 });
Console.WriteLine(tuning.Explain());

var random = new Random(1);
var recent = new Queue<double>();
for (var step = 1; step <= 400; step++)
{
    using var scope = NewDisposeScope();
    var (ids, labels) = RepeatTask.Batch(random, size: 64);
    var loss = nn.functional.cross_entropy(model.call(ids), labels);
    loss.backward();
    tuning.Step(loss);
    recent.Enqueue(loss.item<float>());
    if (step % 50 == 0)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step,3}  loss {recent.TakeLast(50).Average():F6}"));
    }
}
