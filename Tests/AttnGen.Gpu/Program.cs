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
catch (NotSupportedException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
