using System.Globalization;
using TorchSharp;

// The first statement is a torch call and there is no annotated class: what loads the native library has to run before Main.
torch.manual_seed(1);

using var linear = torch.nn.Linear(4, 1);
using var optimizer = torch.optim.SGD(linear.parameters(), 0.1);
using var input = torch.ones(8, 4);

var losses = new List<float>();
for (var step = 0; step < 20; step++)
{
    using var scope = torch.NewDisposeScope();
    optimizer.zero_grad();
    var loss = (linear.call(input) - 3).pow(2).mean();
    loss.backward();
    optimizer.step();
    losses.Add(loss.item<float>());
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loss {losses[0]:F4} -> {losses[^1]:F4}"));
return losses[^1] < losses[0] ? 0 : 1;
