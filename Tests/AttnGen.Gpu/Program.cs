using System.CommandLine;
using AttnGen.Gpu.Runs;

var root = new RootCommand("AttnGen on a GPU, or on the CPU where there is none: numerical checks, and its training step beside PyTorch's.")
{
    MachineCommand.Command(), CheckCommand.Command(), CeilingCommand.Command(), StepCommand.Command(), RunCommand.Command(),
};
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception problem)
{
    // One line, which the process that started this one keeps; where libtorch does not load, what its loading found stands before it.
    var cause = problem.GetBaseException();
    Console.Error.WriteLine($"{cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}");
    return 1;
}
